package org.huizhen.demo;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.huizhen.synthetic.SyntheticPatient;

/** Invented patients with Chinese names, some with characters that old encodings cannot write. */
final class SampleNames {
    private record Part(String han, String latin) {}

    /** Ages count from here: the same seed gives the same birth dates on any day. */
    private static final LocalDate REFERENCE = LocalDate.of(2026, 1, 1);

    private static final List<Part> SURNAMES =
            parts("赵Zhao 钱Qian 孙Sun 李Li 周Zhou 吴Wu 郑Zheng 王Wang 冯Feng 陈Chen 褚Chu 卫Wei 蒋Jiang 沈Shen 韩Han 杨Yang"
                    + " 朱Zhu 秦Qin 许Xu 何He 吕Lü 张Zhang 欧阳Ouyang 司马Sima 曹Cao 魏Wei 薛Xue 雷Lei 贺He 罗Luo");
    private static final List<Part> MEN =
            parts("建国Jianguo 德福Defu 志强Zhiqiang 海涛Haitao 永贵Yonggui 文喆Wenzhe 翀Chong 龑Yan 小军Xiaojun 长河Changhe"
                    + " 大山Dashan 有才Youcai 子轩Zixuan 浩然Haoran 守业Shouye 㑇Zhou 宗岳Zongyue 明远Mingyuan 春生Chunsheng 世杰Shijie");
    private static final List<Part> WOMEN =
            parts("秀英Xiuying 桂兰Guilan 玉梅Yumei 春花Chunhua 雪Xue 雨桐Yutong 淑珍Shuzhen 丽华Lihua 婷Ting 凤霞Fengxia"
                    + " 巧云Qiaoyun 思琪Siqi 爱莲Ailian 彩凤Caifeng 美娟Meijuan 𬸚Yue 月娥Yue'e 晓燕Xiaoyan 静Jing 金花Jinhua");

    private SampleNames() {}

    /**
     * @param prefix of the patient ids, which tells the clinic
     */
    static List<SyntheticPatient> patients(String prefix, int count, SplittableRandom random) {
        List<SyntheticPatient> patients = new ArrayList<>();
        for (int number = 1; number <= count; number++) {
            boolean woman = random.nextBoolean();
            List<Part> given = woman ? WOMEN : MEN;
            Part first = given.get((number * 7 + random.nextInt(3)) % given.size());
            Part last = SURNAMES.get((number * 11 + prefix.length() + random.nextInt(2)) % SURNAMES.size());
            int age = random.nextInt(10) == 0 ? 1 + random.nextInt(16) : 22 + random.nextInt(66);
            patients.add(new SyntheticPatient(
                    "%s-%06d".formatted(prefix, 100_000 + random.nextInt(800_000)),
                    last.latin() + "^" + first.latin() + "=" + last.han() + "^" + first.han(),
                    woman ? "F" : "M",
                    REFERENCE.minusYears(age).minusDays(random.nextInt(365))));
        }
        return List.copyOf(patients);
    }

    private static List<Part> parts(String text) {
        List<Part> parts = new ArrayList<>();
        for (String word : text.split(" ")) {
            int latin = 0;
            while (word.codePointAt(latin) > 0x2000) {
                latin += Character.charCount(word.codePointAt(latin));
            }
            parts.add(new Part(word.substring(0, latin), word.substring(latin).replace("ü", "v")));
        }
        return List.copyOf(parts);
    }
}
